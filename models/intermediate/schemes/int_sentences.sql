{{ config(enabled=is_enabled('explanations') or is_enabled('movement')) }}

with

sentences as (

    select
        scheme,
        metric,
        {%- for column in ['sentence_en', 'sentence_zh', 'next_en', 'next_zh'] %}
        {{ fill_settings(column) }} as {{ column }},
        {%- endfor %}
        level
    from {{ rules('tier_sentences') }}

)

select * from sentences
