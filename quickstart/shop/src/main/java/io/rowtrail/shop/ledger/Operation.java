package io.rowtrail.shop.ledger;

/** What was done to a row. */
public enum Operation {
    CREATE("c"),
    UPDATE("u"),
    DELETE("d");

    private final String code;

    Operation(String code) {
        this.code = code;
    }

    /** The letter that stands for it in the ledger. */
    public String code() {
        return code;
    }
}
