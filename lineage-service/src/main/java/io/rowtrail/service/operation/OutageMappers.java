package io.rowtrail.service.operation;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.graph.GraphException;
import io.rowtrail.lake.LakeException;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.ProblemAnswers;
import io.rowtrail.service.http.RequestTrace;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What stands behind the service does not answer: 503, never 500, and worth trying again. */
public final class OutageMappers {
    private static final Logger LOG = Logger.getLogger(OutageMappers.class);
    private static final int RETRY_SECONDS = 5;

    private final ProblemAnswers answers;

    @Inject
    OutageMappers(ProblemAnswers answers) {
        this.answers = answers;
    }

    @ServerExceptionMapper
    Response log(AuditLogException e, RoutingContext context) {
        return outage("the audit log does not answer", e, context);
    }

    @ServerExceptionMapper
    Response graph(GraphException e, RoutingContext context) {
        return outage("the lineage graph does not answer", e, context);
    }

    @ServerExceptionMapper
    Response lake(LakeException e, RoutingContext context) {
        return outage("the lake does not answer", e, context);
    }

    @ServerExceptionMapper
    Response closed(ClosedConnectionException e, RoutingContext context) {
        return outage("the database does not answer", e, context);
    }

    @ServerExceptionMapper
    Response refused(ConnectException e, RoutingContext context) {
        return outage("the database does not answer", e, context);
    }

    @ServerExceptionMapper
    Response slow(TimeoutException e, RoutingContext context) {
        return outage("the database takes too long", e, context);
    }

    private Response outage(String detail, Exception e, RoutingContext context) {
        LOG.warnf(e, "event=outage trace=%s path=%s", RequestTrace.idOf(context), context.normalizedPath());
        return answers.of(Problem.unavailable(detail, RETRY_SECONDS), context);
    }
}
