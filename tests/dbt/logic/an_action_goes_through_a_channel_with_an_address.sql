-- Actions through a channel without an address that do not say so, and actions that do
-- not mention an unknown address.
with

actions as (

    select
        store_id,
        customer_id,
        channel,
        planned_channel,
        is_reachable,
        channel_note_en,
        channel_note_zh
    from {{ ref('customer_tiers', 'customer_actions') }}
    union all
    select
        store_id,
        customer_id,
        channel,
        planned_channel,
        is_reachable,
        channel_note_en,
        channel_note_zh
    from {{ ref('customer_tiers', 'care_calendar') }}

),

channels as (

    select * from {{ rules('contact_channels') }}

),

profiles as (

    select * from {{ customer_profiles() }}

),

actions_with_address as (

    select
        actions.*,
        case channels.address
            when 'phone' then profiles.phone is not null
            when 'email' then profiles.email is not null
            else true
        end as has_address
    from actions
    inner join channels on actions.channel = channels.channel
    left join profiles
        on
            actions.store_id = profiles.store_id
            and actions.customer_id = profiles.customer_id

)

select *
from actions_with_address
where
    not has_address and is_reachable
    or (not coalesce(is_reachable, false) or channel <> planned_channel)
    and (channel_note_en is null or channel_note_zh is null)
