select
    store_id,
    focus_label_$language as focus,
    advice_$language as advice
from marts.portfolio_focus
where
    as_of_date = $as_of
    and store_id = $store
order by store_id asc
limit 200
