package io.rowtrail.quickstart.postgres;

/** The settings the stack lays over PostgreSQL's defaults, written anew at each start. */
final class PostgresSettings {
    private PostgresSettings() {}

    static String text(int port) {
        return """
                # Written by ./rowtrail at each start; put your own settings into postgresql.auto.conf.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                # An accepted event and a captured change must survive a power cut.
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                # The capture reads a logical replication slot; a stopped one may not fill the disk.
                wal_level = logical
                max_replication_slots = 10
                max_wal_senders = 10
                max_slot_wal_keep_size = '4GB'
                max_connections = 100
                shared_buffers = '128MB'
                max_wal_size = '1GB'
                jit = off
                timezone = 'UTC'
                log_timezone = 'UTC'
                log_line_prefix = '%%m [%%p] %%d %%u '
                """.formatted(port);
    }
}
