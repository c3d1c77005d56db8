package io.rowtrail.lake;

/** Locations in an object store that speaks S3. */
final class S3 {
    private S3() {}

    /** {@code s3a} is how Hadoop spells it. */
    static boolean has(String location) {
        return location.startsWith("s3://") || location.startsWith("s3a://");
    }
}
