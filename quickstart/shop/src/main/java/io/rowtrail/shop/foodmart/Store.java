package io.rowtrail.shop.foodmart;

/** A store of the shop. */
public record Store(int id, String name, Place place) {}
