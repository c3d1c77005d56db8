package io.rowtrail.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.quickstart.process.PartState;
import io.rowtrail.quickstart.process.ProcessRecord;
import io.rowtrail.quickstart.stack.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says of each part whether it runs and is ready.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all that was started is ready", "2:usage", "3:something is not ready, or nothing runs"})
final class StatusCommand implements Callable<Integer> {
    private static final Set<String> DEMO_ONLY = Set.of(Stack.CAPTURE, Stack.SHOP);

    enum Output {
        json,
        table
    }

    @Mixin
    StackOptions options = new StackOptions();

    @Option(names = "--output", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    Output output = Output.table;

    @Override
    public Integer call() throws JsonProcessingException {
        Stack stack = options.stack();
        Map<String, PartState> states = new LinkedHashMap<>();
        for (String name : Stack.PARTS) {
            states.put(name, stack.known(name).state());
        }
        switch (output) {
            case json -> System.out.println(json(stack, states));
            case table -> System.out.println(table(states));
        }
        return code(states);
    }

    /**
     * Parts of the demo that were never started do not count; the three that {@code up} waits for do. The recompute worker,
     * for which nobody waits, must only not have died.
     */
    private static int code(Map<String, PartState> states) {
        boolean well = states.entrySet().stream().allMatch(part -> isWell(part.getKey(), part.getValue()));
        return well ? Main.OK : Main.UNREACHABLE;
    }

    private static boolean isWell(String name, PartState state) {
        if (name.equals(Stack.RECOMPUTE)) {
            return !(state instanceof PartState.Died);
        }
        return state instanceof PartState.Ready || (state instanceof PartState.Stopped && DEMO_ONLY.contains(name));
    }

    private static String table(Map<String, PartState> states) {
        List<String> lines = new ArrayList<>();
        String format = "%-9s %-8s %7s %6s  %-16s %s";
        lines.add(String.format(Locale.ROOT, format, "PART", "STATE", "PID", "PORT", "VERSION", "DATA"));
        states.forEach((name, state) -> {
            Optional<ProcessRecord> process = state.process();
            lines.add(String.format(
                            Locale.ROOT,
                            format,
                            name,
                            state.word(),
                            process.map(p -> Long.toString(p.pid())).orElse("-"),
                            process.filter(p -> p.port() > 0)
                                    .map(p -> Integer.toString(p.port()))
                                    .orElse("-"),
                            process.map(ProcessRecord::version).orElse("-"),
                            process.map(ProcessRecord::data).orElse("-"))
                    .stripTrailing());
            state.problem().ifPresent(why -> lines.add("          " + why));
        });
        return String.join("\n", lines);
    }

    private static String json(Stack stack, Map<String, PartState> states) throws JsonProcessingException {
        List<Map<String, Object>> parts = new ArrayList<>();
        states.forEach((name, state) -> {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("name", name);
            part.put("state", state.word());
            state.process().ifPresent(process -> {
                part.put("pid", process.pid());
                part.put("startedAt", process.startedAt().toString());
                if (process.port() > 0) {
                    part.put("port", process.port());
                }
                part.put("version", process.version());
                part.put("data", process.data());
            });
            part.put("log", stack.state().log(name).toString());
            state.problem().ifPresent(why -> part.put("problem", why));
            parts.add(part);
        });
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("directory", stack.state().root().toString());
        answer.put("parts", parts);
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer);
    }
}
