{#- The log likelihood of one history under BG/NBD or MBG/NBD (parameters r, alpha, a, b;
    x repeat purchase days, t_x weeks from the first to the last, t weeks from the first
    to the date of the fit), in two parts: one of x alone, of which there are few, and one
    of the whole history.
    BG/NBD: Fader, Hardie, Lee (2005), equation 6. MBG/NBD: Batislam, Denizel, Filiztekin
    (2007): a customer can also be lost by the first purchase. -#}
{% macro log_likelihood_of_count(model) -%}
    {%- set more = {'bg_nbd': 0, 'mbg_nbd': 1}[model] -%}
    {{ ln_gamma('r + x') }} - {{ ln_gamma('r') }} + r * ln(alpha)
    + {{ ln_gamma('a + b') }} - {{ ln_gamma('b') }}
    + {{ ln_gamma('b + x + ' ~ more) }} - {{ ln_gamma('a + b + x + ' ~ more) }}
{%- endmacro %}

{% macro log_likelihood_of_times(model) -%}
    {%- set more = {'bg_nbd': 0, 'mbg_nbd': 1}[model] -%}
    {%- set there = '(-(r + x) * ln(alpha + t))' -%}
    {%- set lost -%}
        (ln(a) - ln(b + x - 1 + {{ more }}) - (r + x) * ln(alpha + t_x))
    {%- endset -%}
    case
        when x + {{ more }} = 0 then {{ there }}
        else
            greatest({{ there }}, {{ lost }})
            + ln(1 + exp(-abs({{ there }} - {{ lost }})))
    end
{%- endmacro %}

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
