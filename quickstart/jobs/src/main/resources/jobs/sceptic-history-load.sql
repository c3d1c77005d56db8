-- One load, of the customers as they were at change ${shop.through}: closes what has changed, opens what is new.
MERGE INTO lake.sceptic.customer_history d
USING (
  SELECT customer_id AS known, customer_id, name, address, city, state
  FROM rowtrail_current('lake.shop.customer', ${shop.through})
  UNION ALL
  SELECT NULL AS known, c.customer_id, c.name, c.address, c.city, c.state
  FROM rowtrail_current('lake.shop.customer', ${shop.through}) c
  JOIN lake.sceptic.customer_history h ON h.customer_id = c.customer_id
  WHERE h.current AND (h.address <> c.address OR h.city <> c.city OR h.state <> c.state)
) n
ON d.customer_id = n.known AND d.current
WHEN MATCHED AND (d.address <> n.address OR d.city <> n.city OR d.state <> n.state) THEN
  UPDATE SET current = false, valid_to = ${shop.through}
WHEN NOT MATCHED THEN
  INSERT (customer_id, name, address, city, state, valid_from, valid_to, current)
  VALUES (n.customer_id, n.name, n.address, n.city, n.state, ${shop.through}, NULL, true);
