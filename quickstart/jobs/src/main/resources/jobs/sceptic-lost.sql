-- Customers who bought in the first half of the year, nothing since, and never brought back anything damaged.
CREATE OR REPLACE TEMPORARY VIEW purchase AS
SELECT s.sale_id, s.customer_id, s.sold_on, count(*) AS lines, sum(l.quantity * l.unit_price) AS paid
FROM rowtrail_current('lake.shop.sale') s
JOIN rowtrail_current('lake.shop.sale_line') l ON l.sale_id = s.sale_id
GROUP BY s.sale_id, s.customer_id, s.sold_on;

CREATE OR REPLACE TEMPORARY VIEW lost_customer AS
SELECT c.customer_id, c.name, c.state
FROM rowtrail_current('lake.shop.customer') c
WHERE EXISTS (SELECT 1 FROM purchase b WHERE b.customer_id = c.customer_id AND b.sold_on < DATE'1997-07-01')
  AND NOT EXISTS (SELECT 1 FROM purchase b WHERE b.customer_id = c.customer_id AND b.sold_on >= DATE'1997-07-01');

CREATE OR REPLACE TEMPORARY VIEW lost_for_no_reason AS
SELECT *
FROM lost_customer c
WHERE NOT EXISTS (
  SELECT 1
  FROM rowtrail_current('lake.shop.sale_return') r
  JOIN rowtrail_current('lake.shop.sale') s ON s.sale_id = r.sale_id
  WHERE s.customer_id = c.customer_id AND r.reason = 'damaged');

CREATE OR REPLACE TABLE lake.sceptic.lost AS
SELECT customer_id, name, state FROM lost_for_no_reason;
