package io.rowtrail.shop.replay;

import io.rowtrail.shop.foodmart.Customer;
import io.rowtrail.shop.foodmart.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Where the customers live, and where else in their country one may live. */
public final class Homes {
    /** How far a move goes. */
    enum Reach {
        SAME_STATE,
        OTHER_STATE
    }

    private final Map<Integer, Place> homes = new HashMap<>();
    private final List<Place> places;

    public Homes(List<Customer> customers) {
        customers.forEach(customer -> homes.put(customer.id(), customer.place()));
        places = new ArrayList<>(
                new LinkedHashSet<>(customers.stream().map(Customer::place).toList()));
    }

    /** Another place in the customer's country; their own if there is no other within reach. */
    Place awayFrom(int customerId, Reach reach, Random random) {
        Place home = Objects.requireNonNull(homes.get(customerId), "no customer " + customerId);
        List<Place> others = places.stream()
                .filter(place -> place.country().equals(home.country()) && !place.equals(home))
                .filter(place -> place.state().equals(home.state()) == (reach == Reach.SAME_STATE))
                .toList();
        return others.isEmpty() ? home : others.get(random.nextInt(others.size()));
    }
}
