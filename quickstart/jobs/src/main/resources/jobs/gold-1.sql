-- What the managers read: revenue by month, family and state, and each state's ten best customers.
CREATE NAMESPACE IF NOT EXISTS lake.gold;

CREATE OR REPLACE TABLE lake.gold.revenue AS
SELECT
  date_format(sold_on, 'yyyy-MM') AS month,
  family,
  state,
  sum(quantity * unit_price) AS revenue,
  sum(quantity) AS units
FROM lake.silver.sales
GROUP BY date_format(sold_on, 'yyyy-MM'), family, state;

CREATE OR REPLACE TABLE lake.gold.top_customers AS
WITH bought AS (
  SELECT state, customer_id, customer_name, sum(quantity * unit_price) AS revenue
  FROM lake.silver.sales
  GROUP BY state, customer_id, customer_name
), ranked AS (
  SELECT *, rank() OVER (PARTITION BY state ORDER BY revenue DESC, customer_id) AS rank
  FROM bought
)
SELECT state, rank, customer_id, customer_name, revenue
FROM ranked
WHERE rank <= 10;
