select
    occasion_date,
    occasion,
    action_$language as action,
    channel_label_$language as channel,
    channel_note_$language as channel_note
from marts.care_calendar
where
    store_id = $store
    and customer_id = $customer
    and as_of_date = $as_of
    and ($hidden) is not true
order by occasion_date, occasion
