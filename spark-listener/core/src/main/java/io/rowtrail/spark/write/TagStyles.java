package io.rowtrail.spark.write;

import io.rowtrail.spark.config.RowtrailOptions;
import io.rowtrail.spark.config.RowtrailOptions.TagsMode;
import io.rowtrail.spark.tags.TagStyle;

/** How the rewriter shall tell tags, as the options ask for it. */
final class TagStyles {
    private TagStyles() {}

    /** {@code counter}: of the run's sets. */
    static TagStyle of(RowtrailOptions options, TagsMode mode, TagStats counter) {
        return new TagStyle(
                options.bound(),
                mode == TagsMode.LAZY ? TagStyle.Carried.RANGES : TagStyle.Carried.SETS,
                new TagStyle.Budget(options.maxTaskBytes(), counter),
                options.framedWindows() ? TagStyle.Windows.FRAME : TagStyle.Windows.PARTITION);
    }
}
