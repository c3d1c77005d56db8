package io.rowtrail.shop.foodmart;

import java.math.BigDecimal;

/**
 * One product in a basket. Price and cost are those of one unit, exact: times the quantity they give FoodMart's sums
 * back to the last digit.
 */
public record BasketLine(int productId, int quantity, BigDecimal unitPrice, BigDecimal unitCost) {}
