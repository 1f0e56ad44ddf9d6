{{ config(enabled=is_enabled('customer_actions') or is_enabled('care_calendar')) }}

with

playbook as (

    select * from {{ rules('tier_playbook') }}

),

channels as (

    select * from {{ rules('contact_channels') }}

),

notes as (

    select * from {{ rules('tier_sentences') }}
    where scheme = 'channel'

),

contacts as (

    select
        codes.contact_code,
        codes.has_phone,
        codes.has_email
    from (
        values
        ('PE', true, true), ('Pe', true, false), ('pE', false, true),
        ('pe', false, false), ('??', null, null)
    ) as codes (contact_code, has_phone, has_email)

),

channels_in_order as (

    {%- for column in ['channel', 'second_channel', 'third_channel'] %}

    select
        priority,
        {{ loop.index }} as channel_rank,
        {{ column }} as channel
    from playbook
    where {{ column }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

ways as (

    select
        channels.*,
        channels_in_order.priority,
        channels_in_order.channel_rank,
        contacts.contact_code,
        case
            when channels.address is null then true
            when channels.address = 'phone' then contacts.has_phone
            when channels.address = 'email' then contacts.has_email
        end as is_reachable
    from channels_in_order
    inner join channels on channels_in_order.channel = channels.channel
    cross join contacts

),

-- Without any address the first channel stays, and the note says what is missing.
ways_by_choice as (

    select
        *,
        row_number() over (
            partition by priority, contact_code
            order by
                case when not is_reachable then 2 else 1 end, channel_rank
        ) as choice
    from ways

),

playbook_routes as (

    select
        playbook.scheme,
        playbook.label,
        playbook.for_whom,
        playbook.priority,
        playbook.intent,
        playbook.action_en,
        playbook.action_zh,
        playbook.channel,
        chosen.contact_code,
        chosen.channel as chosen_channel,
        chosen.label_en as channel_label_en,
        chosen.label_zh as channel_label_zh,
        chosen.is_reachable,
        {{ channel_note('en') }} as channel_note_en,
        {{ channel_note('zh') }} as channel_note_zh
    from playbook
    inner join ways_by_choice as chosen
        on playbook.priority = chosen.priority and chosen.choice = 1
    inner join channels as planned on playbook.channel = planned.channel
    left join notes
        on
            notes.level = case
                when chosen.is_reachable is null then 'unknown'
                when not chosen.is_reachable then 'none'
                when chosen.channel_rank > 1 then 'another'
            end

)

select * from playbook_routes
