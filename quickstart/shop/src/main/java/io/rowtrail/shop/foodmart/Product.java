package io.rowtrail.shop.foodmart;

import java.math.BigDecimal;

/** A product with its class; the list price has four decimals. */
public record Product(
        int id, String name, String brand, String family, String department, String category, BigDecimal listPrice) {}
