package io.rowtrail.quickstart.sceptic;

import io.rowtrail.quickstart.verdict.ShopHistory;
import io.rowtrail.quickstart.verdict.Values;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every sale in one row, which rests on every line. */
record GrandTotal() implements Job {
    @Override
    public String table() {
        return "sceptic.total";
    }

    @Override
    public List<String> columns() {
        return List.of("scope", "lines", "customers", "units", "revenue", "last_day");
    }

    @Override
    public int keys() {
        return 1;
    }

    @Override
    public Map<List<String>, BitSet> rows(World world) {
        List<SaleLine> lines = SaleLine.all(world.now());
        BitSet writes = new BitSet();
        BigDecimal units = BigDecimal.ZERO;
        BigDecimal revenue = BigDecimal.ZERO;
        String last = "null";
        for (SaleLine line : lines) {
            line.addTo(writes);
            units = units.add(line.quantity());
            revenue = revenue.add(line.revenue());
        }
        if (!lines.isEmpty()) {
            last = lines.stream()
                    .map(SaleLine::soldOn)
                    .max(LocalDate::compareTo)
                    .orElseThrow()
                    .toString();
        }
        long customers = lines.stream().map(SaleLine::customer).distinct().count();
        return Map.of(
                List.of(
                        "shop",
                        Integer.toString(lines.size()),
                        Long.toString(customers),
                        lines.isEmpty() ? "null" : Values.plain(units.toPlainString()),
                        lines.isEmpty() ? "null" : Values.plain(revenue.toPlainString()),
                        last),
                writes);
    }

    @Override
    public Function<List<String>, BitSet> absence(ShopHistory history) {
        BitSet all = new BitSet();
        Ghosts.ofLines(history).values().forEach(all::or);
        return row -> all;
    }
}
