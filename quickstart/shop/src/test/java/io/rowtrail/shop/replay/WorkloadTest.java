package io.rowtrail.shop.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.shop.foodmart.Basket;
import io.rowtrail.shop.foodmart.BasketLine;
import io.rowtrail.shop.foodmart.Customer;
import io.rowtrail.shop.foodmart.FoodMart;
import io.rowtrail.shop.foodmart.Place;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static List<Basket> baskets;
    private static List<Customer> customers;

    @BeforeAll
    static void read() {
        FoodMart foodMart = new FoodMart();
        baskets = foodMart.baskets();
        customers = foodMart.customers();
    }

    @Test
    void foodMartSold266773UnitsIn20522Baskets() {
        assertThat(baskets).hasSize(20_522);
        assertThat(baskets.stream().mapToInt(b -> b.lines().size()).sum()).isEqualTo(86_837);
        assertThat(baskets.stream()
                        .flatMap(b -> b.lines().stream())
                        .mapToLong(BasketLine::quantity)
                        .sum())
                .isEqualTo(FoodMart.UNITS_OF_1997);
    }

    @Test
    void unitPricesMultiplyBackToFoodMartsSums() {
        BigDecimal sales = sum(BasketLine::unitPrice);
        BigDecimal cost = sum(BasketLine::unitCost);

        assertThat(sales).isEqualByComparingTo("565238.13");
        assertThat(cost).isEqualByComparingTo("225627.2336");
    }

    @Test
    void equalSeedsAskTheSame() {
        assertThat(of(500, 7)).isEqualTo(of(500, 7)).isNotEqualTo(of(500, 8));
    }

    @Test
    void fewerRequestsAreSpreadOverTheYear() {
        Workload workload = of(24, 1);

        assertThat(workload.sales())
                .hasSize(24)
                .isSortedAccordingTo((a, b) -> a.soldOn().compareTo(b.soldOn()));
        assertThat(workload.sales().stream().map(b -> b.soldOn().getMonth()).collect(Collectors.toSet()))
                .hasSizeGreaterThan(9);
        assertThat(workload.returns()).hasSize(3);
        assertThat(of(1_000_000, 1).sales()).isEqualTo(baskets);
    }

    @Test
    void theOtherRequestsAreTwoPercentEachAndMeetRowsThatAreThere() {
        Workload workload = of(2_000, 3);

        assertThat(workload.addressChanges()).hasSize(40);
        assertThat(workload.priceCorrections()).hasSize(40).allSatisfy(c -> {
            BasketLine line = workload.sales().get(c.sale()).lines().get(c.lineNo() - 1);
            assertThat(c.unitPrice()).isNotEqualByComparingTo(line.unitPrice()).isPositive();
        });
        assertThat(workload.returns())
                .hasSize(40)
                .doesNotHaveDuplicates()
                .allSatisfy(r -> assertThat(r.lineNo())
                        .isBetween(1, workload.sales().get(r.sale()).lines().size()));
        Workload.PriceCorrection first = workload.priceCorrections().get(0);
        assertThat(workload.returns()).noneMatch(r -> r.sale() == first.sale() && r.lineNo() == first.lineNo());
        assertThat(workload.size()).isEqualTo(2_160);
    }

    @Test
    void everySecondMoveGoesToAnotherState() {
        Map<Integer, Place> homes = customers.stream().collect(Collectors.toMap(Customer::id, Customer::place));
        List<Workload.AddressChange> moves = of(2_000, 3).addressChanges();

        for (int i = 0; i < moves.size(); i++) {
            Place from = homes.get(moves.get(i).customerId());
            assertThat(moves.get(i).place().country()).isEqualTo(from.country());
            assertThat(moves.get(i).place().state().equals(from.state())).isEqualTo(i % 2 == 1);
        }
        assertThat(new HashSet<>(
                        moves.stream().map(Workload.AddressChange::customerId).toList()))
                .hasSameSizeAs(moves);
    }

    private static Workload of(int requests, long seed) {
        return Workload.of(baskets, new Homes(customers), requests, seed);
    }

    private static BigDecimal sum(java.util.function.Function<BasketLine, BigDecimal> amount) {
        return baskets.stream()
                .flatMap(b -> b.lines().stream())
                .map(line -> amount.apply(line).multiply(BigDecimal.valueOf(line.quantity())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
