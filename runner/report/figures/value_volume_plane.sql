-- Value scores are means of scores: in steps of a half, they can be told apart.
select
    value_type,
    volume_score,
    floor(value_score * 2) / 2 as value_score,
    count(*) as customer_count
from marts.value_types
where
    as_of_date = $as_of
    and store_id = $store
    and value_score is not null
group by all
order by value_score desc, volume_score desc, value_type asc
