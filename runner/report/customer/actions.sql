select
    action_rank,
    action_en as action,
    label_en as label,
    channel_label_en as channel,
    channel_note_en as channel_note
from marts.customer_actions
where
    store_id = $store
    and customer_id = $customer
    and as_of_date = $as_of
order by action_rank
