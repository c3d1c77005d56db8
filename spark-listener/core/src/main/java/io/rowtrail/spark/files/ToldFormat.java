package io.rowtrail.spark.files;

import io.rowtrail.spark.files.FileRun.Written;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import scala.Option;
import scala.collection.immutable.Map;

/** A format to write in that tells of each file it has closed. */
final class ToldFormat implements FileFormat {
    private final FileFormat format;
    private final String directory;
    private final CollectionAccumulator<Written> written;

    ToldFormat(FileFormat format, String directory, CollectionAccumulator<Written> written) {
        this.format = format;
        this.directory = directory;
        this.written = written;
    }

    @Override
    public OutputWriterFactory prepareWrite(
            SparkSession session, Job job, Map<String, String> options, StructType schema) {
        return new Factory(format.prepareWrite(session, job, options, schema), directory, written);
    }

    @Override
    public boolean supportDataType(DataType type) {
        return format.supportDataType(type);
    }

    @Override
    public boolean supportFieldName(String name) {
        return format.supportFieldName(name);
    }

    /** Called by Spark on Scala 2.13; nobody reads by this format. */
    @SuppressWarnings("MissingOverride") // one of the two overrides, by the Scala version
    public Option<StructType> inferSchema(
            SparkSession session, Map<String, String> options, scala.collection.immutable.Seq<FileStatus> files) {
        return Option.empty();
    }

    /** Called by Spark on Scala 2.12. */
    @SuppressWarnings("MissingOverride")
    public Option<StructType> inferSchema(
            SparkSession session, Map<String, String> options, scala.collection.Seq<FileStatus> files) {
        return Option.empty();
    }

    @Override
    public String toString() {
        return format.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ToldFormat that && format.equals(that.format) && written == that.written;
    }

    @Override
    public int hashCode() {
        return format.hashCode();
    }

    private static final class Factory extends OutputWriterFactory {
        private static final long serialVersionUID = 1;

        private final OutputWriterFactory factory;
        private final String directory;
        private final CollectionAccumulator<Written> written;

        Factory(OutputWriterFactory factory, String directory, CollectionAccumulator<Written> written) {
            this.factory = factory;
            this.directory = directory;
            this.written = written;
        }

        @Override
        public String getFileExtension(TaskAttemptContext task) {
            return factory.getFileExtension(task);
        }

        @Override
        public OutputWriter newInstance(String path, StructType schema, TaskAttemptContext task) {
            return new Writer(factory.newInstance(path, schema, task), this, task.getConfiguration());
        }

        void told(String path, Configuration conf) {
            Path file = new Path(path);
            written.add(new Written(FilePaths.below(new Path(directory), file), length(file, conf)));
        }

        /** Less than 0 where a committer shows a file only later. */
        private static long length(Path file, Configuration conf) {
            try {
                return file.getFileSystem(conf).getFileStatus(file).getLen();
            } catch (IOException | RuntimeException e) {
                return -1;
            }
        }
    }

    private static final class Writer extends OutputWriter {
        private final OutputWriter writer;
        private final Factory factory;
        private final Configuration conf;

        Writer(OutputWriter writer, Factory factory, Configuration conf) {
            this.writer = writer;
            this.factory = factory;
            this.conf = conf;
        }

        @Override
        public void write(InternalRow row) {
            writer.write(row);
        }

        @Override
        public void close() {
            writer.close();
            factory.told(writer.path(), conf);
        }

        @Override
        public String path() {
            return writer.path();
        }
    }
}
