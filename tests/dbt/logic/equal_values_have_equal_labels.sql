-- Where the value alone decides: to be an advocate, in need or a key account takes more
-- than the value, and stages and grades are told by several facts.
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
    and metric not in ('overdue_ratio', 'key_account_index')
group by store_id, as_of_date, scheme, metric, metric_value
having count(distinct level) > 1
