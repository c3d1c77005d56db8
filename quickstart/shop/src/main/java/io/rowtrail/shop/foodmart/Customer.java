package io.rowtrail.shop.foodmart;

/** A customer and where they live. */
public record Customer(int id, String name, String email, String address, Place place) {}
