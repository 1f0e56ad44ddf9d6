-- Two actions of a customer that have the same intent or contradict each other.
with

actions as (

    select * from {{ ref('customer_tiers', 'customer_actions') }}

),

conflicts as (

    select * from {{ rules('intent_conflicts') }}

)

select
    actions.store_id,
    actions.customer_id,
    actions.intent,
    next_actions.intent as other_intent
from actions
inner join actions as next_actions
    on
        actions.store_id = next_actions.store_id
        and actions.customer_id = next_actions.customer_id
        and actions.action_rank < next_actions.action_rank
left join conflicts
    on
        (
            actions.intent = conflicts.intent
            and next_actions.intent = conflicts.other_intent
        )
        or (
            actions.intent = conflicts.other_intent
            and next_actions.intent = conflicts.intent
        )
where
    actions.intent = next_actions.intent
    or conflicts.intent is not null
