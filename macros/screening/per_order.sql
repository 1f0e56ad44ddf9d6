{% macro per_order(aggregate, expression, by=none) %}
    {%- if order_grain() == 'order' -%}
        {{ expression }}
    {%- else -%}
        {{ aggregate }}({{ expression }}{{ ', ' ~ by if by else '' }})
    {%- endif -%}
{% endmacro %}

{% macro once_per_order(amount) -%}
    {%- if amount in order_columns() -%}
        case when is_first_of_order then {{ amount }} else 0 end
    {%- else -%}
        {{ amount }}
    {%- endif -%}
{%- endmacro %}

{% macro fits_in_money(whose, sums, are_cast=false) -%}
    {%- set sentence -%}
        'Data refused: the amounts of ' || coalesce({{ whose }}, '?')
        || ' add up to more than 14 digits before the decimal point. '
        || 'Correct these rows of the input, or leave them out.'
    {%- endset -%}
    case
        when
            {%- for sum in sums %}
            {{ 'and ' if not loop.first -}}
            {{ sum if are_cast else 'try_cast(coalesce(' ~ sum ~ ', 0) as decimal(18, 4))' }}
            is not null
            {%- endfor %}
            then true
        else {{ stop_with(sentence) }}
    end
{%- endmacro %}

{% macro stop_with(sentence) -%}
    {{ adapter.dispatch('stop_with')(sentence) }}
{%- endmacro %}

{% macro duckdb__stop_with(sentence) -%}
    error({{ sentence }})
{%- endmacro %}

{#- Spark infers no constraints from a nondeterministic condition: from this one it
    would infer one for every alias of a column, and more from each of those. -#}
{% macro spark__stop_with(sentence) -%}
    raise_error({{ sentence }} || left(uuid(), 0))
{%- endmacro %}
