-- Two actions of a customer that are meant for the same or contradict each other.
with

actions as (

    select * from {{ ref('customer_actions') }}

),

conflicts as (

    select * from {{ ref('intent_conflicts') }}

)

select
    actions.store_id,
    actions.customer_id,
    actions.intent,
    others.intent as other_intent
from actions
inner join actions as others
    on
        actions.store_id = others.store_id
        and actions.customer_id = others.customer_id
        and actions.action_rank < others.action_rank
left join conflicts
    on
        (
            actions.intent = conflicts.intent
            and others.intent = conflicts.other_intent
        )
        or (
            actions.intent = conflicts.other_intent
            and others.intent = conflicts.intent
        )
where
    actions.intent = others.intent
    or conflicts.intent is not null
