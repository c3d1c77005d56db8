package io.rowtrail.shop.foodmart;

/** A city with its state and country, as FoodMart names them. */
public record Place(String city, String state, String country) {}
