package io.rowtrail.spark.delta;

import io.rowtrail.spark.config.Guard;
import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.command.ExecutedCommandExec;
import scala.collection.immutable.Seq;

/**
 * A command of Delta's whose commit has our stamp. Delta takes a commit's {@code userMetadata} from the settings of the thread's
 * session, so the command runs in a copy of it: what other threads of the job commit meanwhile is not signed.
 */
public final class SignedCommandExec extends SparkPlan {
    private static final long serialVersionUID = 1;

    private final ExecutedCommandExec command;
    private final transient Map<String, String> stamp;
    private final transient Guard guard;

    /** Public for Catalyst, which clones a plan before it runs it, by what {@link #productElement} tells. */
    public SignedCommandExec(ExecutedCommandExec command, Map<String, String> stamp, Guard guard) {
        this.command = command;
        this.stamp = stamp;
        this.guard = guard;
    }

    /** Spark executes commands by this and nothing else. */
    @Override
    public InternalRow[] executeCollect() {
        SparkSession job = SparkSession.active();
        Optional<SparkSession> signing =
                guard.call("delta.session", () -> Optional.of(DeltaStamp.signing(job, stamp)), Optional::empty);
        if (signing.isEmpty()) {
            return command.executeCollect();
        }
        SparkSession.setActiveSession(signing.get());
        try {
            // a plan's session is the one that was active when it was made
            return new ExecutedCommandExec(command.cmd()).executeCollect();
        } finally {
            SparkSession.setActiveSession(job);
        }
    }

    /** Not signed, and so a foreign writer's. */
    @Override
    public RDD<InternalRow> doExecute() {
        return command.execute();
    }

    @Override
    public Seq<Attribute> output() {
        return Seqs.of(Seqs.<Attribute>javaOf(command.output()));
    }

    @Override
    public Seq<SparkPlan> children() {
        return Seqs.of(List.of(command));
    }

    private SignedCommandExec over(SparkPlan other) {
        return new SignedCommandExec((ExecutedCommandExec) other, stamp, guard);
    }

    /** Called by Catalyst on Scala 2.13. */
    @SuppressWarnings("MissingOverride") // one of the two overrides, by the Scala version
    public SparkPlan withNewChildrenInternal(scala.collection.immutable.IndexedSeq<SparkPlan> children) {
        return over(children.apply(0));
    }

    /** Called by Catalyst on Scala 2.12. */
    @SuppressWarnings("MissingOverride")
    public SparkPlan withNewChildrenInternal(scala.collection.IndexedSeq<SparkPlan> children) {
        return over(children.apply(0));
    }

    @Override
    public int productArity() {
        return 3;
    }

    @Override
    public Object productElement(int index) {
        return switch (index) {
            case 0 -> command;
            case 1 -> stamp;
            case 2 -> guard;
            default -> throw new IndexOutOfBoundsException(index);
        };
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof SignedCommandExec;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedCommandExec that && command.equals(that.command) && stamp.equals(that.stamp);
    }

    @Override
    public int hashCode() {
        return command.hashCode() * 31 + stamp.hashCode();
    }
}
