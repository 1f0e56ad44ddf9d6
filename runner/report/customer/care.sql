select
    occasion_date,
    occasion,
    action_en as action,
    channel_label_en as channel,
    channel_note_en as channel_note
from marts.care_calendar
where
    store_id = $store
    and customer_id = $customer
    and as_of_date = $as_of
    and ($hidden) is not true
order by occasion_date, occasion
