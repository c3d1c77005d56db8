package io.rowtrail.shop.foodmart;

import java.time.LocalDate;
import java.util.List;

/**
 * What one customer bought on one day. Eight of FoodMart's baskets hold lines of two stores; they count for the store of
 * their first line.
 */
public record Basket(int customerId, int storeId, LocalDate soldOn, List<BasketLine> lines) {
    public Basket {
        lines = List.copyOf(lines);
    }
}
