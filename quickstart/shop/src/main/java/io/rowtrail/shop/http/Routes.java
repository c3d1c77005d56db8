package io.rowtrail.shop.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.shop.foodmart.BasketLine;
import io.rowtrail.shop.store.ShopStore;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The shop's calls: what each reads from its body, does, and answers. */
final class Routes {
    private static final int MAX_LINES = 100;

    /** A request as the routes see it; the body is read only by those that want one. */
    record Request(String method, List<String> path, String trace, Supplier<JsonNode> body) {}

    private final ShopStore store;

    Routes(ShopStore store) {
        this.store = store;
    }

    /** A name for the call with its ids left out, for spans. */
    static String template(String method, List<String> path) {
        StringBuilder name = new StringBuilder(method);
        for (int i = 0; i < path.size(); i++) {
            name.append('/').append(i % 2 == 0 ? path.get(i) : "{id}");
        }
        return name.toString();
    }

    Reply answer(Request request) throws SQLException {
        List<String> path = request.path();
        return switch (path.size() + " " + (path.isEmpty() ? "" : path.get(0))) {
            case "1 health" -> only(request, "GET", () -> new Reply(200, Map.of("status", "UP")));
            case "1 sales" -> only(request, "POST", () -> sell(request));
            case "2 sales" -> only(request, "GET", () -> found(store.sale(id(path.get(1))), "sale " + path.get(1)));
            case "4 sales" -> line(request);
            case "1 returns" -> only(request, "POST", () -> takeBack(request));
            case "2 customers" -> only(request, "PATCH", () -> changeCustomer(request));
            case "2 products" -> only(request, "PATCH", () -> reprice(request));
            default -> throw Problem.notFound("such resource");
        };
    }

    private Reply line(Request request) throws SQLException {
        if (!request.path().get(2).equals("lines")) {
            throw Problem.notFound("such resource");
        }
        return only(request, "PATCH", () -> correctPrice(request));
    }

    private Reply sell(Request request) throws SQLException {
        Input input = new Input(request.body().get());
        int customerId = input.smallId("customerId");
        int storeId = input.smallId("storeId");
        LocalDate soldOn = input.date("soldOn");
        List<BasketLine> lines = new ArrayList<>();
        for (Input item : input.items("lines", MAX_LINES)) {
            lines.add(new BasketLine(
                    item.smallId("productId"),
                    item.count("quantity"),
                    item.amount("unitPrice"),
                    item.amount("unitCost")));
            item.done();
        }
        input.check();
        long saleId = store.sell(request.trace(), customerId, storeId, soldOn, lines);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("saleId", saleId);
        body.put("lines", lines.size());
        body.put("units", lines.stream().mapToInt(BasketLine::quantity).sum());
        body.put(
                "total",
                lines.stream()
                        .map(line -> line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())))
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .toPlainString());
        body.put("traceId", request.trace());
        return new Reply(201, body);
    }

    private Reply takeBack(Request request) throws SQLException {
        Input input = new Input(request.body().get());
        long saleId = input.id("saleId");
        int lineNo = input.count("lineNo");
        LocalDate returnedOn = input.date("returnedOn");
        String reason = input.text("reason");
        input.check();
        Reply reply = found(
                store.takeBack(request.trace(), saleId, lineNo, returnedOn, reason),
                "line " + lineNo + " of sale " + saleId);
        return new Reply(201, reply.body());
    }

    private Reply changeCustomer(Request request) throws SQLException {
        int customerId = smallId(request.path().get(1));
        Input input = new Input(request.body().get());
        SortedMap<String, String> columns = new TreeMap<>();
        for (String column : ShopStore.CUSTOMER_COLUMNS) {
            if (input.has(column)) {
                columns.put(column, input.text(column));
            }
        }
        if (columns.isEmpty()) {
            input.reject("must have at least one of " + String.join(", ", ShopStore.CUSTOMER_COLUMNS));
        }
        input.check();
        return found(store.changeCustomer(request.trace(), customerId, columns), "customer " + customerId);
    }

    private Reply correctPrice(Request request) throws SQLException {
        long saleId = id(request.path().get(1));
        int lineNo = smallId(request.path().get(3));
        Input input = new Input(request.body().get());
        BigDecimal unitPrice = input.amount("unitPrice");
        input.check();
        return found(
                store.correctPrice(request.trace(), saleId, lineNo, unitPrice),
                "line " + lineNo + " of sale " + saleId);
    }

    private Reply reprice(Request request) throws SQLException {
        int productId = smallId(request.path().get(1));
        Input input = new Input(request.body().get());
        BigDecimal listPrice = input.amount("listPrice");
        input.check();
        return found(store.reprice(request.trace(), productId, listPrice), "product " + productId);
    }

    @FunctionalInterface
    private interface Action {
        Reply run() throws SQLException;
    }

    private static Reply only(Request request, String method, Action action) throws SQLException {
        if (!request.method().equals(method)) {
            throw new Problem(405, "Method not allowed", "only " + method + " is known here", List.of());
        }
        return action.run();
    }

    private static Reply found(Optional<Map<String, Object>> row, String what) {
        return new Reply(200, row.orElseThrow(() -> Problem.notFound(what)));
    }

    private static long id(String segment) {
        try {
            return Long.parseLong(segment);
        } catch (NumberFormatException e) {
            throw Problem.notFound("id " + segment);
        }
    }

    private static int smallId(String segment) {
        long id = id(segment);
        if (id > Integer.MAX_VALUE) {
            throw Problem.notFound("id " + segment);
        }
        return (int) id;
    }
}
