select
    value_type,
    value_score,
    volume_score,
    count(*) as customer_count
from marts.value_types
where
    as_of_date = $as_of
    and store_id = $store
    and value_score is not null
group by all
order by value_score desc, volume_score desc, value_type asc
