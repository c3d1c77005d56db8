package io.rowtrail.spark.connect;

import static io.rowtrail.spark.files.TargetLake.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.spark.RowtrailPlugin;
import io.rowtrail.spark.files.TargetLake;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Connect client's job, on a server that has the plugin: nothing of ours is on the client's class path. */
class ConnectIT {
    private static final String SERVER = "org.apache.spark.sql.connect.SparkConnectPlugin";

    @Test
    void aClientsOutputsAreTaggedAndItsRunsAreTold(@TempDir Path directory) throws Exception {
        String client = System.getProperty("rowtrail.connect.client", "");
        Assumptions.assumeTrue(new File(client).exists(), "no Connect client for this line of Spark");
        int port = freePort();
        try (TargetLake lake = TargetLake.start(Map.of(
                "spark.plugins", RowtrailPlugin.class.getName() + "," + SERVER,
                "spark.connect.grpc.binding.address", "127.0.0.1",
                "spark.connect.grpc.binding.port", Integer.toString(port)))) {
            run(client, port, directory.resolve("log"));
            assertThat(tagged(lake.sql("SELECT a, b, value, _rt_tags FROM lake." + ConnectJob.BY_FRAME)))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(
                            tagged(lake.sql("SELECT a, b, value, _rt_tags FROM lake.silver.lines")));
            for (String output : List.of(ConnectJob.BY_SQL, ConnectJob.BY_FRAME, ConnectJob.SAVED)) {
                assertThat(lake.isExact("lake." + output)).as(output).isTrue();
                lake.awaitEvent(output, "\"written\":true", "\"rowtrail_plan\"");
            }
            lake.awaitEvent(ConnectJob.BY_SQL, "CREATE TABLE lake." + ConnectJob.BY_SQL);
        }
    }

    private static void run(String client, int port, Path log) throws IOException, InterruptedException {
        ProcessBuilder job = new ProcessBuilder(command(client))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        job.environment().put("SPARK_REMOTE", "sc://127.0.0.1:" + port);
        Process process = job.start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0).as(Files.readString(log)).isTrue();
    }

    private static List<String> command(String client) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String libraries = Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> entry.endsWith("test-classes") || entry.endsWith(".jar"))
                .filter(entry -> !entry.contains("rowtrail-") && !isServer(new File(entry).getName()))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx300m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(Arrays.asList(System.getProperty("rowtrail.spark.opens", "").split(" ")));
        command.addAll(List.of("-cp", client + File.pathSeparator + libraries, ConnectJob.class.getName()));
        command.removeIf(String::isBlank);
        return command;
    }

    /** Of Spark the client has what its own jar brings and what that stands on. */
    private static boolean isServer(String jar) {
        return jar.matches("(spark-(sql|catalyst|connect|pipelines)[-_]|iceberg-|delta-).*");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
