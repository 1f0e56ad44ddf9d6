select
    action_rank,
    action_$language as action,
    label_$language as label,
    channel_label_$language as channel,
    channel_note_$language as channel_note
from marts.customer_actions
where
    store_id = $store
    and customer_id = $customer
    and as_of_date = $as_of
order by action_rank
