select
    store_id,
    customer_id,
    label_{lang},
    action_{lang},
    channel_label_{lang},
    ifnull(channel_note_{lang}, ''),
    priority
from marts.customer_actions
where as_of_date = date '{newest}' and action_rank = 1
