/** The shop's customers: a seeded workload made of FoodMart's sales, and the clients that send it over HTTP. */
@NullMarked
package io.rowtrail.shop.replay;

import org.jspecify.annotations.NullMarked;
