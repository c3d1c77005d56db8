package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;

/** Common table expressions: the tag is one more column of the definition and of each reference. */
final class CteRules {
    private final TagRewriter rewriter;
    private final Map<Long, Definition> definitions = new HashMap<>();

    private record Definition(Tagged tagged, List<Attribute> output) {}

    CteRules(TagRewriter rewriter) {
        this.rewriter = rewriter;
    }

    Tagged with(WithCTE with) {
        List<CTERelationDef> rewritten = new ArrayList<>();
        for (CTERelationDef definition : Seqs.<CTERelationDef>java(with.cteDefs())) {
            List<Attribute> columns = Nodes.output(definition.child());
            Tagged child = rewriter.rewrite(definition.child()).single(columns, rewriter.sets());
            definitions.put(definition.id(), new Definition(child, columns));
            rewritten.add((CTERelationDef) Nodes.withChildren(definition, List.of(child.plan())));
        }
        Tagged plan = rewriter.rewrite(with.plan());
        return plan.over(new WithCTE(plan.plan(), Seqs.of(rewritten)));
    }

    Tagged reference(CTERelationRef reference) {
        Definition definition = definitions.get(reference.cteId());
        if (definition == null) {
            return rewriter.broken(reference, "a recursive common table expression");
        }
        Facts facts = definition.tagged.facts();
        if (!definition.tagged.isTagged()) {
            return Tagged.untagged(reference).with(facts);
        }
        List<Attribute> output = new ArrayList<>(Nodes.output(reference));
        List<Attribute> decided = new ArrayList<>();
        for (int i = 0; i < output.size(); i++) {
            if (facts.isVolatile(definition.output.get(i))) {
                decided.add(output.get(i));
            }
        }
        Attribute copied = definition.tagged.parts().get(0).newInstance();
        output.add(copied);
        LogicalPlan widened = Nodes.replaced(reference, reference.output(), Seqs.of(output));
        return Tagged.by(copied, widened, facts.alsoVolatile(decided));
    }
}
