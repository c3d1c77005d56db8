package io.rowtrail.service.security;

import io.quarkus.security.ForbiddenException;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.ProblemAnswers;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Says no below {@code /q} in the words of all other endpoints. */
@ApplicationScoped
final class OperationDoor {
    private final ProblemAnswers answers;

    @Inject
    OperationDoor(ProblemAnswers answers) {
        this.answers = answers;
    }

    void stand(@Observes Router router) {
        router.route("/q/*").order(Integer.MIN_VALUE).failureHandler(context -> {
            if (context.failure() instanceof ForbiddenException
                    && !context.response().ended()) {
                answers.send(Problem.status(403, "Forbidden"), context);
            } else {
                context.next();
            }
        });
    }
}
