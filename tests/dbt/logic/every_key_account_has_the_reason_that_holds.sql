-- Key accounts without a reason, others with one, and reasons that do not hold or are
-- not the first that does.
select
    store_id,
    customer_id,
    as_of_date,
    key_account_reason
from {{ ref('customer_tiers', 'key_accounts') }}
where
    (key_account_status = 'key_account') <> (key_account_reason is not null)
    or coalesce(is_strategic, false)
    <> coalesce(key_account_reason = 'strategic', false)
    or coalesce(key_account_reason in ('strategic', 'revenue'), false)
    <> (
        coalesce(is_strategic, false)
        or coalesce(
            revenue_share_before < {{ setting('key_account_revenue_share') }}, false
        )
    )
    or (
        key_account_reason = 'index'
        and (abc_class <> 'A' or lifecycle_stage = 'lapsed')
    )
