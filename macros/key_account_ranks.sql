{% macro key_account_ranks() -%}
    {%- for metric, dimension in key_account_metrics().items() -%}
        {{ metric }}_ranks.percent_rank as {{ dimension }}_rank
        {{- ',
        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
