package io.rowtrail.shop.foodmart;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** FoodMart's tables: lines of JSON at the root of {@code net.hydromatic:foodmart-data-json}. */
public final class FoodMart {
    /** Units sold in 1997: what all baskets sum up to. */
    public static final int UNITS_OF_1997 = 266_773;

    private static final int PRICE_SCALE = 4;
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    private record BasketKey(int customerId, int timeId) {}

    private record SoldBasket(BasketKey key, int storeId, List<BasketLine> lines) {}

    /** All customers by id; the e-mail address is made up, FoodMart has none. */
    public List<Customer> customers() {
        List<Customer> customers = new ArrayList<>();
        read("customer", row -> {
            int id = row.path("customer_id").intValue();
            String name = text(row, "fullname");
            String email = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", ".") + "." + id + "@example.com";
            Place place = new Place(text(row, "city"), text(row, "state_province"), text(row, "country"));
            customers.add(new Customer(id, name, email, text(row, "address1"), place));
        });
        customers.sort(Comparator.comparingInt(Customer::id));
        return customers;
    }

    /** All stores by id; the head quarters among them. */
    public List<Store> stores() {
        List<Store> stores = new ArrayList<>();
        read("store", row -> {
            Place place = new Place(text(row, "store_city"), text(row, "store_state"), text(row, "store_country"));
            stores.add(new Store(row.path("store_id").intValue(), text(row, "store_name"), place));
        });
        stores.sort(Comparator.comparingInt(Store::id));
        return stores;
    }

    /** All products by id. */
    public List<Product> products() {
        Map<Integer, JsonNode> classes = new HashMap<>();
        read("product_class", row -> classes.put(row.path("product_class_id").intValue(), row));
        List<Product> products = new ArrayList<>();
        read("product", row -> {
            JsonNode type = classes.get(row.path("product_class_id").intValue());
            if (type == null) {
                throw new IllegalStateException("a product without its class: " + row.path("product_id"));
            }
            products.add(new Product(
                    row.path("product_id").intValue(),
                    text(row, "product_name"),
                    text(row, "brand_name"),
                    text(type, "product_family"),
                    text(type, "product_department"),
                    text(type, "product_category"),
                    decimal(row, "SRP")));
        });
        products.sort(Comparator.comparingInt(Product::id));
        return products;
    }

    /** The 20,522 baskets of 1997, by day and customer; the lines in FoodMart's order. */
    public List<Basket> baskets() {
        Map<Integer, LocalDate> days = new HashMap<>();
        read(
                "time_by_day",
                row -> days.put(
                        row.path("time_id").intValue(),
                        LocalDate.parse(text(row, "the_date").substring(0, 10))));
        Map<BasketKey, SoldBasket> sold = new HashMap<>();
        read("sales_fact_1997", row -> {
            BasketKey key = new BasketKey(
                    row.path("customer_id").intValue(), row.path("time_id").intValue());
            sold.computeIfAbsent(
                            key, k -> new SoldBasket(k, row.path("store_id").intValue(), new ArrayList<>()))
                    .lines()
                    .add(line(row));
        });
        return sold.values().stream()
                .sorted(Comparator.comparingInt((SoldBasket b) -> b.key().timeId())
                        .thenComparingInt(b -> b.key().customerId()))
                .map(b -> new Basket(
                        b.key().customerId(), b.storeId(), day(days, b.key().timeId()), b.lines()))
                .toList();
    }

    private static LocalDate day(Map<Integer, LocalDate> days, int timeId) {
        LocalDate day = days.get(timeId);
        if (day == null) {
            throw new IllegalStateException("no day " + timeId);
        }
        return day;
    }

    private static BasketLine line(JsonNode row) {
        BigDecimal units = decimal(row, "unit_sales");
        return new BasketLine(
                row.path("product_id").intValue(),
                units.intValueExact(),
                perUnit(decimal(row, "store_sales"), units),
                perUnit(decimal(row, "store_cost"), units));
    }

    /** Exact, or an ArithmeticException: every sum of 1997 divides by its units within four decimals. */
    private static BigDecimal perUnit(BigDecimal sum, BigDecimal units) {
        return sum.divide(units, PRICE_SCALE, RoundingMode.UNNECESSARY);
    }

    private static BigDecimal decimal(JsonNode row, String field) {
        return row.path(field).decimalValue().setScale(PRICE_SCALE, RoundingMode.UNNECESSARY);
    }

    private static String text(JsonNode row, String field) {
        return row.path(field).asText();
    }

    private static void read(String table, Consumer<JsonNode> row) {
        String resource = "/" + table + ".json";
        try (InputStream in = FoodMart.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("foodmart-data-json is not on the class path: no " + resource);
            }
            try (MappingIterator<JsonNode> rows = READER.readValues(in)) {
                while (rows.hasNextValue()) {
                    row.accept(rows.nextValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
