{#- The logarithm of the gamma function of a positive number, and its first and second
    derivatives. -#}
{% macro ln_gamma(number) -%}
    {{ adapter.dispatch('ln_gamma')(number) }}
{%- endmacro %}

{% macro duckdb__ln_gamma(number) -%}
    lgamma({{ number }})
{%- endmacro %}

{#- Spark has none: Stirling's series at number + 7, where four terms are exact to 12
    digits, and back by the recurrence. -#}
{% macro default__ln_gamma(number) -%}
    {%- set above = '(' ~ number ~ ' + 7)' -%}
    (
        ({{ above }} - 0.5) * ln({{ above }}) - {{ above }} + 0.918938533204672742
        + 1 / (12 * {{ above }}) - 1 / (360 * power({{ above }}, 3))
        + 1 / (1260 * power({{ above }}, 5)) - 1 / (1680 * power({{ above }}, 7))
        - ln(
            {%- for step in range(7) %}
            ({{ number }} + {{ step }}){{ ' *' if not loop.last }}
            {%- endfor %}
        )
    )
{%- endmacro %}

{#- The series of Abramowitz, Stegun (1964), 6.3.18 and 6.4.12, in the same way. -#}
{% macro digamma(number) -%}
    {%- set above = '(' ~ number ~ ' + 7)' -%}
    (
        ln({{ above }}) - 1 / (2 * {{ above }}) - 1 / (12 * power({{ above }}, 2))
        + 1 / (120 * power({{ above }}, 4)) - 1 / (252 * power({{ above }}, 6))
        + 1 / (240 * power({{ above }}, 8))
        {%- for step in range(7) %}
        - 1 / ({{ number }} + {{ step }})
        {%- endfor %}
    )
{%- endmacro %}

{% macro trigamma(number) -%}
    {%- set above = '(' ~ number ~ ' + 7)' -%}
    (
        1 / {{ above }} + 1 / (2 * power({{ above }}, 2)) + 1 / (6 * power({{ above }}, 3))
        - 1 / (30 * power({{ above }}, 5)) + 1 / (42 * power({{ above }}, 7))
        - 1 / (30 * power({{ above }}, 9))
        {%- for step in range(7) %}
        + 1 / power({{ number }} + {{ step }}, 2)
        {%- endfor %}
    )
{%- endmacro %}

{#- A sum of doubles that does not depend on the order of the rows: of whole numbers of
    2^-40. Each number must be below 8 million. -#}
{% macro exact_sum(number) -%}
    {{ adapter.dispatch('exact_sum')(number) }}
{%- endmacro %}

{% macro duckdb__exact_sum(number) -%}
    cast(sum(cast(({{ number }}) * 1099511627776 as bigint)) as double) / 1099511627776
{%- endmacro %}

{% macro default__exact_sum(number) -%}
    cast(sum(cast(rint(({{ number }}) * 1099511627776) as decimal(28, 0))) as double)
    / 1099511627776
{%- endmacro %}
