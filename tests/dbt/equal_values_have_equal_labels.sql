select
    store_id,
    as_of_date,
    scheme,
    metric,
    metric_value
from {{ ref('explained_levels') }}
where scheme <> 'lifecycle'
group by store_id, as_of_date, scheme, metric, metric_value
having count(distinct level) > 1
