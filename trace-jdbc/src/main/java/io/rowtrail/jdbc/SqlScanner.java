package io.rowtrail.jdbc;

import java.util.Locale;

/**
 * A reader of SQL tokens in PostgreSQL's lexical rules: nested comments, quoted names, {@code E''} and dollar-quoted
 * strings. Words come in upper case, quoted names with their leading quote; literals and numbers only as a mark, since
 * no value of theirs is ever looked at.
 */
final class SqlScanner {
    static final String LITERAL = "'";
    static final String NUMBER = "0";

    private final String sql;
    private int at;

    SqlScanner(String sql) {
        this.sql = sql;
    }

    /** The next token, or the empty string at the end. */
    String next() {
        skipBlanksAndComments();
        if (at >= sql.length()) {
            return "";
        }
        char c = sql.charAt(at);
        if (startsWord(c)) {
            return word();
        }
        if (c == '\'') {
            return string(false);
        }
        if (c == '"') {
            return quotedName();
        }
        if (c == '$') {
            return dollar();
        }
        if (Character.isDigit(c)) {
            while (at < sql.length() && (inWord(sql.charAt(at)) || sql.charAt(at) == '.')) {
                at++;
            }
            return NUMBER;
        }
        at++;
        return String.valueOf(c);
    }

    private void skipBlanksAndComments() {
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at))) {
                at++;
            } else if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            } else if (sql.startsWith("/*", at)) {
                skipBlockComment();
            } else {
                return;
            }
        }
    }

    private void skipBlockComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
    }

    private String word() {
        int start = at;
        while (at < sql.length() && inWord(sql.charAt(at))) {
            at++;
        }
        if (at < sql.length()
                && sql.charAt(at) == '\''
                && at - start == 1
                && "eEbBxXnN".indexOf(sql.charAt(start)) >= 0) {
            return string("eE".indexOf(sql.charAt(start)) >= 0);
        }
        return sql.substring(start, at).toUpperCase(Locale.ROOT);
    }

    private String string(boolean backslashEscapes) {
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == '\\' && backslashEscapes) {
                at++;
            } else if (c == '\'') {
                if (at < sql.length() && sql.charAt(at) == '\'') {
                    at++;
                } else {
                    break;
                }
            }
        }
        at = Math.min(at, sql.length());
        return LITERAL;
    }

    private String quotedName() {
        StringBuilder name = new StringBuilder("\"");
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == '"') {
                if (at < sql.length() && sql.charAt(at) == '"') {
                    at++;
                } else {
                    break;
                }
            }
            name.append(c);
        }
        return name.toString();
    }

    private String dollar() {
        int tagEnd = at + 1;
        while (tagEnd < sql.length() && inWord(sql.charAt(tagEnd)) && sql.charAt(tagEnd) != '$') {
            tagEnd++;
        }
        boolean tag = tagEnd < sql.length()
                && sql.charAt(tagEnd) == '$'
                && (tagEnd == at + 1 || !Character.isDigit(sql.charAt(at + 1)));
        if (!tag) {
            at = Math.max(tagEnd, at + 1);
            return NUMBER;
        }
        String delimiter = sql.substring(at, tagEnd + 1);
        int close = sql.indexOf(delimiter, tagEnd + 1);
        at = close < 0 ? sql.length() : close + delimiter.length();
        return LITERAL;
    }

    private static boolean startsWord(char c) {
        return c == '_' || c >= 0x80 || Character.isLetter(c);
    }

    private static boolean inWord(char c) {
        return startsWord(c) || c == '$' || Character.isDigit(c);
    }
}
