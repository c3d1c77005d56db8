CREATE OR REPLACE FUNCTION rowtrail.bind_trace() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $rowtrail$
-- Rowtrail, version 1. Binds the trace of the statement at hand to its transaction, once a transaction and trace:
-- the setting rowtrail.traceparent if there is one, else the sqlcommenter comment before or behind the statement.
-- What is noted in rowtrail.bound is given back by ROLLBACK TO SAVEPOINT exactly as the message is.
DECLARE
    stated text := current_setting('rowtrail.traceparent', true);
    bound text := coalesce(current_setting('rowtrail.bound', true), '');
    message text;
    trace text;
BEGIN
    IF stated <> '' THEN
        message := left(stated, 128);
    ELSE
        message := coalesce(
            substring(substring(right(current_query(), 2048) FROM '/\*((?:[^*/]|\*(?!/)|/(?!\*))*)\*/[\s;]*$')
                FROM '(?:^|[\s,])traceparent\s*=\s*''([^'']{1,128})'''),
            substring(substring(left(current_query(), 2048) FROM '^\s*/\*((?:[^*/]|\*(?!/)|/(?!\*))*)\*/')
                FROM '(?:^|[\s,])traceparent\s*=\s*''([^'']{1,128})''')) || ';source=comment';
    END IF;
    trace := substr(split_part(message, ';', 1), 4, 32);
    IF message IS NOT NULL AND strpos(bound, '<' || trace || '>') = 0 THEN
        PERFORM pg_logical_emit_message(true, 'rowtrail', message);
        PERFORM set_config('rowtrail.bound', right(bound || '<' || trace || '>', 8192), true);
    END IF;
    RETURN NULL;
END
$rowtrail$
