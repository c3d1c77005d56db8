package io.rowtrail.service.security;

import java.util.List;

/**
 * Which namespaces of datasets and jobs somebody may know of: names of namespaces, or beginnings of names marked by a
 * {@code *} at their end. {@link #ALL} is the pattern {@code *}; no pattern at all means nothing.
 *
 * @param patterns at most {@value #MOST}, sorted, each of 1 to {@value #LONGEST} characters
 */
public record NamespaceLimits(List<String> patterns) {
    /** Everything. */
    public static final NamespaceLimits ALL = new NamespaceLimits(List.of("*"));

    private static final int MOST = 100;
    private static final int LONGEST = 500;

    public NamespaceLimits {
        if (patterns.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " patterns");
        }
        for (String pattern : patterns) {
            int star = pattern.indexOf('*');
            boolean inTheMiddle = star >= 0 && star < pattern.length() - 1;
            if (pattern.isBlank()
                    || pattern.length() > LONGEST
                    || inTheMiddle
                    || pattern.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "a pattern is 1 to " + LONGEST + " characters, with * at the end if anywhere");
            }
        }
        patterns = patterns.stream().distinct().sorted().toList();
    }

    /** Whether nothing is hidden. */
    public boolean isAll() {
        return patterns.contains("*");
    }

    /** Whether a namespace may be known of. */
    public boolean allows(String namespace) {
        for (String pattern : patterns) {
            boolean open = pattern.endsWith("*");
            if (open ? namespace.startsWith(pattern.substring(0, pattern.length() - 1)) : namespace.equals(pattern)) {
                return true;
            }
        }
        return false;
    }
}
