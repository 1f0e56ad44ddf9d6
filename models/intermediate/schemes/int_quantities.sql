{{ config(
    enabled=is_enabled('explanations')
    or is_enabled('movement')
    or is_enabled('value_type')
) }}

with

quantities as (

    select * from {{ rules('tier_quantities') }}

),

-- A language without its own form for one or none uses that of many.
quantity_words as (

    select
        quantity,
        multiplier,
        {%- for language in ['en', 'zh'] %}
        {%- for form in ['zero', 'few', 'one', 'other'] %}
        {{ fill_settings(
            'coalesce(' ~ form ~ '_' ~ language ~ ', other_' ~ language ~ ')'
        ) }}
            as {{ form }}_{{ language }},
        {%- endfor %}
        {%- endfor %}
        number_format
    from quantities

)

select * from quantity_words
