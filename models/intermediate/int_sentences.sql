with

sentences as (

    select
        scheme,
        metric,
        level
        {%- for column in ['sentence_en', 'sentence_zh', 'next_en', 'next_zh'] %},
        {{ fill_settings(column) }} as {{ column }}
        {%- endfor %}
    from {{ ref('sentences') }}

)

select * from sentences
