/** The FoodMart data as published on Maven Central, read from the class path: customers, products, stores, baskets. */
@NullMarked
package io.rowtrail.shop.foodmart;

import org.jspecify.annotations.NullMarked;
