-- Each sale line as it is now, with its sale, its customer and its product.
CREATE NAMESPACE IF NOT EXISTS lake.silver;

CREATE OR REPLACE TABLE lake.silver.sales AS
SELECT
  l.sale_id,
  l.line_no,
  s.sold_on,
  s.customer_id,
  c.name AS customer_name,
  c.state,
  l.product_id,
  p.name AS product_name,
  p.family,
  l.quantity,
  l.unit_price,
  l.unit_cost,
  l.quantity * l.unit_price AS revenue
FROM rowtrail_current('lake.shop.sale_line') l
JOIN rowtrail_current('lake.shop.sale') s ON s.sale_id = l.sale_id
JOIN rowtrail_current('lake.shop.customer') c ON c.customer_id = s.customer_id
JOIN rowtrail_current('lake.shop.product') p ON p.product_id = l.product_id;
