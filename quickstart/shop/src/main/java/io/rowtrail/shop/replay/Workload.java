package io.rowtrail.shop.replay;

import io.rowtrail.shop.foodmart.Basket;
import io.rowtrail.shop.foodmart.BasketLine;
import io.rowtrail.shop.foodmart.Place;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is asked of the shop, equal for equal seeds: sales, then changes of addresses and corrections of prices, then
 * returns, then reads. A sale is named by its place in {@link #sales}, since its id is the shop's to give.
 */
public record Workload(
        List<Basket> sales,
        List<AddressChange> addressChanges,
        List<PriceCorrection> priceCorrections,
        List<LineReturn> returns,
        List<Integer> reads) {
    /** A customer's move; every second one goes to another state. Each customer moves once at most. */
    public record AddressChange(int customerId, String address, Place place) {}

    /** A line's new unit price; each line is corrected once at most. */
    public record PriceCorrection(int sale, int lineNo, BigDecimal unitPrice) {}

    /** A line brought back; it may have been corrected before, but for the first correction's line. */
    public record LineReturn(int sale, int lineNo, LocalDate returnedOn, String reason) {}

    private record LineRef(int sale, int lineNo) {}

    private static final int PERCENT = 2;
    private static final int AT_LEAST = 3;
    private static final List<String> REASONS = List.of("damaged", "wrong item", "past its date", "changed my mind");
    private static final List<String> FACTORS = List.of("0.90", "0.95", "1.05", "1.10");

    public Workload {
        sales = List.copyOf(sales);
        addressChanges = List.copyOf(addressChanges);
        priceCorrections = List.copyOf(priceCorrections);
        returns = List.copyOf(returns);
        reads = List.copyOf(reads);
    }

    /**
     * Takes {@code requests} of the baskets, spread evenly over the year, or all if there are no more; the others count
     * 2 % of them each, three at least.
     *
     * @param homes where each customer lives, to move them away from
     */
    public static Workload of(List<Basket> baskets, Homes homes, int requests, long seed) {
        List<Basket> sales = spread(baskets, requests);
        Random random = new Random(seed);
        int each = Math.max(AT_LEAST, sales.size() * PERCENT / 100);
        List<LineRef> corrected = lines(sales, each, Set.of(), random);
        List<PriceCorrection> corrections = new ArrayList<>();
        for (LineRef ref : corrected) {
            corrections.add(new PriceCorrection(ref.sale(), ref.lineNo(), otherPrice(line(sales, ref), random)));
        }
        List<LineReturn> returns = new ArrayList<>();
        for (LineRef ref : lines(sales, each, Set.of(corrected.get(0)), random)) {
            LocalDate on = sales.get(ref.sale()).soldOn().plusDays(1 + random.nextInt(14));
            returns.add(new LineReturn(ref.sale(), ref.lineNo(), on, REASONS.get(random.nextInt(REASONS.size()))));
        }
        List<Integer> reads = random.ints(each, 0, sales.size()).boxed().toList();
        return new Workload(sales, moves(sales, homes, each, random), corrections, returns, reads);
    }

    /** All requests together. */
    public int size() {
        return sales.size() + addressChanges.size() + priceCorrections.size() + returns.size() + reads.size();
    }

    /**
     * Compares what the shop added up with what was sent; for the whole year that is FoodMart's 266,773 units.
     *
     * @throws ReplayException if they differ
     */
    public void check(ReplaySummary summary) {
        int lines = sales.stream().mapToInt(sale -> sale.lines().size()).sum();
        long units = sales.stream()
                .flatMap(sale -> sale.lines().stream())
                .mapToLong(BasketLine::quantity)
                .sum();
        if (summary.lines() != lines || summary.units() != units) {
            throw new ReplayException("sent " + lines + " lines of " + units + " units, the shop counts "
                    + summary.lines() + " of " + summary.units());
        }
    }

    private static List<Basket> spread(List<Basket> baskets, int requests) {
        if (requests < 1) {
            throw new IllegalArgumentException("at least one request is needed, not " + requests);
        }
        int wanted = Math.min(requests, baskets.size());
        List<Basket> taken = new ArrayList<>(wanted);
        for (int i = 0; i < wanted; i++) {
            taken.add(baskets.get((int) ((long) i * baskets.size() / wanted)));
        }
        return taken;
    }

    private static List<AddressChange> moves(List<Basket> sales, Homes homes, int wanted, Random random) {
        List<Integer> buyers = new ArrayList<>(
                new TreeSet<>(sales.stream().map(Basket::customerId).toList()));
        Set<Integer> movers = new LinkedHashSet<>();
        while (movers.size() < Math.min(wanted, buyers.size())) {
            movers.add(buyers.get(random.nextInt(buyers.size())));
        }
        List<AddressChange> changes = new ArrayList<>();
        for (int customer : movers) {
            Homes.Reach reach = changes.size() % 2 == 0 ? Homes.Reach.OTHER_STATE : Homes.Reach.SAME_STATE;
            String address = (100 + random.nextInt(9900)) + " Removal Road";
            changes.add(new AddressChange(customer, address, homes.awayFrom(customer, reach, random)));
        }
        return changes;
    }

    private static List<LineRef> lines(List<Basket> sales, int wanted, Set<LineRef> except, Random random) {
        int all = sales.stream().mapToInt(sale -> sale.lines().size()).sum() - except.size();
        Set<LineRef> lines = new LinkedHashSet<>();
        while (lines.size() < Math.min(wanted, all)) {
            int sale = random.nextInt(sales.size());
            LineRef ref =
                    new LineRef(sale, 1 + random.nextInt(sales.get(sale).lines().size()));
            if (!except.contains(ref)) {
                lines.add(ref);
            }
        }
        return new ArrayList<>(lines);
    }

    private static BasketLine line(List<Basket> sales, LineRef ref) {
        return sales.get(ref.sale()).lines().get(ref.lineNo() - 1);
    }

    private static BigDecimal otherPrice(BasketLine line, Random random) {
        BigDecimal factor = new BigDecimal(FACTORS.get(random.nextInt(FACTORS.size())));
        return line.unitPrice().multiply(factor).setScale(4, RoundingMode.HALF_EVEN);
    }
}
