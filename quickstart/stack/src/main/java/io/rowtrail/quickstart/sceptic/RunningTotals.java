package io.rowtrail.quickstart.sceptic;

import io.rowtrail.quickstart.verdict.ShopHistory;
import io.rowtrail.quickstart.verdict.Values;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What a customer has spent so far: each row rests on all lines of its customer, which are the window's partition. */
record RunningTotals() implements Job {
    private static final int RECENT_DAYS = 30;

    private record Day(LocalDate on, BigDecimal revenue, long lines) {}

    @Override
    public String table() {
        return "sceptic.running";
    }

    @Override
    public List<String> columns() {
        return List.of("customer_id", "sold_on", "revenue", "spent", "recent_lines", "day_before", "place");
    }

    @Override
    public int keys() {
        return 2;
    }

    @Override
    public Map<List<String>, BitSet> rows(World world) {
        Map<String, List<SaleLine>> byCustomer = new TreeMap<>();
        for (SaleLine line : SaleLine.all(world.now())) {
            byCustomer.computeIfAbsent(line.customer(), c -> new ArrayList<>()).add(line);
        }
        Map<List<String>, BitSet> rows = new HashMap<>();
        byCustomer.forEach((customer, lines) -> {
            BitSet writes = new BitSet();
            lines.forEach(line -> line.addTo(writes));
            customer(customer, days(lines)).forEach(row -> rows.put(row, writes));
        });
        return rows;
    }

    private static List<Day> days(List<SaleLine> lines) {
        TreeMap<LocalDate, Day> days = new TreeMap<>();
        for (SaleLine line : lines) {
            days.merge(
                    line.soldOn(),
                    new Day(line.soldOn(), line.revenue(), 1),
                    (a, b) -> new Day(a.on(), a.revenue().add(b.revenue()), a.lines() + b.lines()));
        }
        return List.copyOf(days.values());
    }

    private static List<List<String>> customer(String customer, List<Day> days) {
        List<Day> best = new ArrayList<>(days);
        best.sort(Comparator.comparing(Day::revenue).reversed().thenComparing(Day::on));
        List<List<String>> rows = new ArrayList<>();
        BigDecimal spent = BigDecimal.ZERO;
        String before = "null";
        for (Day day : days) {
            spent = spent.add(day.revenue());
            String revenue = Values.plain(day.revenue().toPlainString());
            long recent = days.stream()
                    .filter(other -> !other.on().isAfter(day.on())
                            && !other.on().isBefore(day.on().minusDays(RECENT_DAYS)))
                    .mapToLong(Day::lines)
                    .sum();
            rows.add(List.of(
                    customer,
                    day.on().toString(),
                    revenue,
                    Values.plain(spent.toPlainString()),
                    Long.toString(recent),
                    before,
                    Integer.toString(best.indexOf(day) + 1)));
            before = revenue;
        }
        return rows;
    }

    @Override
    public Function<List<String>, BitSet> absence(ShopHistory history) {
        Map<String, BitSet> ghosts = Ghosts.ofLines(history);
        return row -> ghosts.getOrDefault(row.get(0), new BitSet());
    }
}
