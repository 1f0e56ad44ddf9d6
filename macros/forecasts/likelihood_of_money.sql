{#- The same for the gamma-gamma model: the mean money m of x repeat purchase days, of
    customers with different means; parameters p, q, v. Fader, Hardie (2013), The
    Gamma-Gamma Model of Monetary Value, equation 1a. -#}
{% macro likelihood_of_money(open_fits) %}
    money_with_logs as (
        select
            fits.fit_id,
            fits.model,
            money.x,
            money.share,
            ln(money.money) as log_money,
            ln(money.x * money.money + parameter_3) as log_all,
            parameter_3 / (money.x * money.money + parameter_3) as part
        from forecast_money as money
        inner join {{ open_fits }} as fits on money.fit_id = fits.fit_id
        where fits.model = 'gamma_gamma'
    ),
    money_counts as (
        select
            fit_id,
            model,
            x,
            {{ exact_sum('share') }} as share,
            {{ exact_sum('share * log_money') }} as log_money,
            {{ exact_sum('share * log_all') }} as log_all,
            {{ exact_sum('share * part') }} as part,
            {{ exact_sum('share * part * (1 - part)') }} as open_part
        from money_with_logs
        group by fit_id, model, x
    ),
    money_counts_with_gammas as (
        select
            *,
            {{ ln_gamma('p * x + q') }} - {{ ln_gamma('p * x') }} - {{ ln_gamma('q') }}
                as count_value,
            {{ digamma('p * x + q') }} - {{ digamma('p * x') }} as count_slope_1,
            {{ digamma('p * x + q') }} - {{ digamma('q') }} as count_slope_2,
            {{ trigamma('p * x + q') }} as bend_pq,
            {{ trigamma('p * x') }} as bend_p,
            {{ trigamma('q') }} as bend_q
        from (
            select
                counts.*,
                fits.parameter_1 as p,
                fits.parameter_2 as q,
                ln(fits.parameter_3) as log_v
            from money_counts as counts
            inner join {{ open_fits }} as fits
                on counts.fit_id = fits.fit_id and counts.model = fits.model
        ) as counts_with_parameters
    ),
    money_counts_with_slopes as (
        select
            *,
            p * x * (share * (count_slope_1 + ln(x)) + log_money - log_all) as slope_1,
            q * (share * (count_slope_2 + log_v) - log_all) as slope_2
        from money_counts_with_gammas
    ),
    likelihood_of_money as (
        select
            fit_id,
            model,
            {%- for name, number in {
                'value':
                    'share * (count_value + q * log_v + p * x * ln(x))'
                    ~ ' + (p * x - 1) * log_money - (p * x + q) * log_all',
                'slope_1': 'slope_1',
                'slope_2': 'slope_2',
                'slope_3': 'share * q - (p * x + q) * part',
                'slope_4': '0',
                'bend_11': 'slope_1 + share * p * p * x * x * (bend_pq - bend_p)',
                'bend_12': 'share * p * q * x * bend_pq',
                'bend_13': '-p * x * part',
                'bend_14': '0',
                'bend_22': 'slope_2 + share * q * q * (bend_pq - bend_q)',
                'bend_23': 'q * (share - part)',
                'bend_24': '0',
                'bend_33': '-(p * x + q) * open_part',
                'bend_34': '0',
                'bend_44': '-share',
            }.items() %}
            cast(sum(cast({{ number }} as decimal(38, 15))) as double) as {{ name }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from money_counts_with_slopes
        group by fit_id, model
    )
{% endmacro %}
