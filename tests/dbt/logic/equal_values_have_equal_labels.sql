-- Only where the value alone decides: advocates, need, key accounts and who is not
-- expected to order take more than a value, and stages and grades several facts.
select
    store_id,
    as_of_date,
    scheme,
    metric,
    metric_value
from {{ ref('customer_tiers', 'int_explained_levels') }}
where
    scheme not in ('lifecycle', 'grade')
    and level <> 'advocate'
    and not (scheme = 'forecast' and level = 'none')
    and metric not in ('overdue_ratio', 'key_account_index')
group by store_id, as_of_date, scheme, metric, metric_value
having count(distinct level) > 1
